/** What an answer may hold and nothing of ours may repeat: if it is found in an error or a log line, it leaked. */
export const MARK = 'Zq7Mark';
/** The gateway answers a refused signature with these in `msg`: the string to sign, the key, and whom it is about. */
export const SECRETS: readonly string[] = [
  `POST\napplication/json\nx-ca-key:${MARK}\n/artemis/api/resource/v1/person/single/add`,
  `appSecret=${MARK}`,
  `Asa Ost ${MARK} +7 701 555 12 34`,
  `asa.${MARK}@example.test`,
];

export function leaksIn(texts: readonly string[]): readonly string[] {
  const needles = [MARK, 'Asa Ost', 'asa@example.test', 'correct-horse', 'x-ca-key:'];
  return needles.filter((needle) => texts.some((text) => text.includes(needle)));
}
