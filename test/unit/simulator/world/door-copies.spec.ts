import fc from 'fast-check';
import { DoorCopies } from '../../../../simulator/world/door-copies.js';
import { type DoorCopy } from '../../../../simulator/world/model.js';

function copyOf(personId: string, personCode: string, cardNos: readonly string[]): DoorCopy {
  return {
    personId,
    personCode,
    cardNos,
    personName: 'x',
    beginTimeMs: 0,
    endTimeMs: 1,
    faceSha256: null,
    appliedAtMs: 0,
  };
}

const ids = fc.constantFrom('1', '2', '3', '4');
const codes = fc.constantFrom('', 'A', 'B');
const cards = fc.uniqueArray(fc.constantFrom('70', '71', '72'), { maxLength: 2 });
const steps = fc.array(
  fc.oneof(
    fc.record({ put: fc.tuple(ids, codes, cards).map(([id, code, cardNos]) => copyOf(id, code, cardNos)) }),
    fc.record({ drop: ids }),
  ),
  { maxLength: 40 },
);

describe('the copies at a door', () => {
  it('are found by code and card as if one looked through them all', () => {
    fc.assert(
      fc.property(steps, (row) => {
        const copies = new DoorCopies([]);
        const plain = new Map<string, DoorCopy>();
        for (const step of row) {
          if ('put' in step) {
            copies.put(step.put);
            const { personId, personCode } = step.put;
            for (const [id, { personCode: held }] of plain)
              if (held === personCode && id !== personId && held !== '') plain.delete(id);
            plain.set(step.put.personId, step.put);
          } else expect(copies.drop(step.drop)).toBe(plain.delete(step.drop));
        }
        expect([...copies.values()]).toEqual([...plain.values()]);
        const having = (fits: (copy: DoorCopy) => boolean) => [...plain.values()].filter(fits);
        for (const code of ['A', 'B']) {
          const found = copies.findByCode(code);
          const all = having(({ personCode }) => personCode === code);
          expect(found === undefined ? all.length === 0 : all.includes(found)).toBe(true);
        }
        for (const cardNo of ['70', '71', '72']) {
          const found = copies.findByCardNo(cardNo);
          const all = having(({ cardNos = [] }) => cardNos.includes(cardNo));
          expect(found === undefined ? all.length === 0 : all.includes(found)).toBe(true);
        }
      }),
    );
  });

  it('know people by their code: who comes with one takes the place of who had it', () => {
    const copies = new DoorCopies([copyOf('1', 'A', ['70']), copyOf('2', 'A', [])]);
    expect([...copies.keys()]).toEqual(['2']);
    expect(copies.findByCode('A')?.personId).toBe('2');
    expect(copies.findByCardNo('70')).toBeUndefined();
  });

  it('of visitors are not found by the code that visitors do not have', () => {
    expect(new DoorCopies([copyOf('1', '', [])]).findByCode('')).toBeUndefined();
  });
});
