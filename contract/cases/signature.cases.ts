import { type OwnAnswer, type OwnRequest, sendSigned, type SignatureForm } from '../signed-request.js';
import { type Site } from '../site.js';
import { type CaseFamily, type ContractCase } from './contract-case.js';

const VERSION_PATH = '/artemis/api/common/v1/version';
const JSON_TYPE = 'application/json';
const FULL: SignatureForm = {
  accept: JSON_TYPE,
  contentType: 'application/json;charset=UTF-8',
  signs: ['key', 'nonce', 'timestamp'],
  hasContentMd5: true,
};
const FORMS: readonly (readonly [name: string, form: SignatureForm])[] = [
  ['nothing but method, types and path', { accept: '*/*', contentType: JSON_TYPE, signs: [], hasContentMd5: false }],
  ['the key', { accept: JSON_TYPE, contentType: JSON_TYPE, signs: ['key'], hasContentMd5: false }],
  ['key and timestamp', { accept: '*/*', contentType: JSON_TYPE, signs: ['key', 'timestamp'], hasContentMd5: false }],
  [
    'key, nonce and timestamp',
    { accept: '*/*', contentType: JSON_TYPE, signs: ['key', 'nonce', 'timestamp'], hasContentMd5: false },
  ],
  ['all of it and the digest of the body', FULL],
];

const WRONG_SIGNATURE = '0x02401003';
const UNKNOWN_PATH = '8';

export const signatureCases: CaseFamily = {
  name: 'signature',
  cases: [
    ...FORMS.map(([name, form]): ContractCase => ({
      title: `a request that signs ${name} is taken`,
      run: async (site) => {
        const seen = codeOf(await ask(site, { form }));
        site.check(seen === '0', `answered ${seen}`);
      },
    })),
    {
      title: 'a wrong secret is refused as a wrong signature',
      run: async (site) => {
        const answer = await ask(site, { form: FULL, appSecret: 'not-the-secret' });
        site.check(codeOf(answer) === WRONG_SIGNATURE, `answered ${codeOf(answer)}, not ${WRONG_SIGNATURE}`);
      },
    },
    {
      title: 'a path that is not there is an unknown version',
      run: async (site) => {
        const seen = codeOf(await ask(site, { form: FULL, path: '/artemis/api/resource/v1/no/suchThing' }));
        site.check(seen === UNKNOWN_PATH, `answered ${seen}, not ${UNKNOWN_PATH}`);
      },
    },
  ],
};

function ask(site: Site, request: Partial<OwnRequest> & Pick<OwnRequest, 'form'>): Promise<OwnAnswer> {
  return site.sendOwn((address) => sendSigned(address, { path: VERSION_PATH, body: {}, ...request }));
}

/** Nothing else of the answer is looked at: a refused signature echoes what must not be shown. */
function codeOf({ httpStatus, text }: OwnAnswer): string {
  const [, code] = /"code"\s*:\s*"?([0-9A-Za-z]{1,20})/.exec(text) ?? [];
  return code ?? `HTTP ${httpStatus} without a code`;
}
