export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The best of our languages for an `Accept-Language`, English where it names none of them. */
export function pickLanguage(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').split(',').map(readWish);
  let best: { language: Language; quality: number } = { language: 'en', quality: 0 };
  for (const { tag, quality } of wishes) {
    const language = LANGUAGES.find((known) => known === tag.split('-')[0]);
    if (language !== undefined && quality > best.quality) best = { language, quality };
  }
  return best.language;
}

function readWish(text: string): { tag: string; quality: number } {
  const [tag = '', ...settings] = text.trim().toLowerCase().split(';');
  const quality = settings.map((setting) => /^\s*q=(\d(?:\.\d{1,3})?)\s*$/.exec(setting)?.[1]).find(Boolean);
  return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
}
