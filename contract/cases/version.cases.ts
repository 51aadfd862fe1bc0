import { readVersion } from '../../src/modules/hikcentral-gateway/index.js';
import { type CaseFamily } from './contract-case.js';

export const versionCases: CaseFamily = {
  name: 'version',
  isNeededByOthers: true,
  cases: [
    {
      title: 'says its product and its version',
      run: async (site) => {
        const { product, version } = await site.value(readVersion());
        site.version = version;
        site.check(product === 'HikCentral Professional', 'the product has another name');
        site.check(/^V\d+(\.\d+)+$/.test(version), 'the version has another form than V3.1.0.0');
      },
    },
  ],
};
