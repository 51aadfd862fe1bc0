import {
  lastFour,
  normaliseIdentityNumber,
  whoIsMeant,
  type GuestKeys,
} from '../../../../../src/modules/visits/domain/same-guest.js';

const said = (keys: Partial<GuestKeys>): GuestKeys => ({
  id: null,
  identityFingerprint: null,
  studentId: null,
  ...keys,
});
const ANNA = { id: 'anna', identityFingerprint: 'f1', studentId: 's1' };
const BORIS = { id: 'boris', identityFingerprint: 'f2', studentId: null };

describe('who is meant', () => {
  it.each([
    [said({ id: 'anna' }), { kind: 'known', guestId: 'anna' }],
    [said({ identityFingerprint: 'f2' }), { kind: 'known', guestId: 'boris' }],
    [said({ studentId: 's1' }), { kind: 'known', guestId: 'anna' }],
    [said({ id: 'boris', studentId: 's9' }), { kind: 'known', guestId: 'boris' }],
    [said({}), { kind: 'new' }],
    [said({ studentId: 's9' }), { kind: 'new' }],
    [said({ id: 'carla' }), { kind: 'unknown-id' }],
    [said({ id: 'anna', identityFingerprint: 'f2' }), { kind: 'conflict', field: 'identityNumber' }],
    [said({ identityFingerprint: 'f2', studentId: 's1' }), { kind: 'conflict', field: 'studentId' }],
  ])('by %j is %j', (keys, expected) => {
    expect(whoIsMeant(keys, [ANNA, BORIS])).toEqual(expected);
  });
});

describe('an identity number', () => {
  it('is the same however it is grouped and typed', () => {
    const forms = ['ab 123-456', 'AB123456', ' Ab-12 34\u201356 '];
    expect(new Set(forms.map(normaliseIdentityNumber))).toEqual(new Set(['AB123456']));
  });

  it('shows its end only where that is not most of it', () => {
    expect([lastFour('AB 123-456'), lastFour('123456'), lastFour('12345')]).toEqual(['3456', '3456', null]);
  });
});
