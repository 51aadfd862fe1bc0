import { readAllMembers } from '../../../../../src/modules/access-control/application/read-whole.js';
import { listAccessLevelMembers } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { NoSession } from '../../../../support/no-session.js';

const members = listAccessLevelMembers({ levelId: '3', pageNo: 1 });

describe('the members of a level', () => {
  it.each([
    ['every one of them was read', [{ id: '1' }, { id: '2' }], true],
    ['one of them cannot be read, who may be the one that is looked for', [{ id: '1' }, { id: '2\0' }], false],
    ['none of them can be read', [{}, null], false],
  ])('are whole or not: %s', async (_name, list, isWhole) => {
    for (const total of [2, undefined]) {
      const read = await readAllMembers(new NoSession(), 'revoke', '3', members.read({ total, list }));
      expect(read).toMatchObject({ kind: 'read', list: { isWhole } });
    }
  });

  it.each([
    [{ total: 0 }, true],
    [null, false],
    ['null', false],
    [{}, false],
  ])('are none, told by %j: proved %s', async (data, isWhole) => {
    const read = await readAllMembers(new NoSession(), 'revoke', '3', members.read(data));
    expect(read).toMatchObject({ kind: 'read', list: { items: [], isWhole } });
  });
});
