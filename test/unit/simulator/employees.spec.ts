import sharp from 'sharp';
import { employees } from '../../../simulator/employees.js';

describe('employees', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(employees(50, 7, '2')).toEqual(employees(50, 7, '2'));
    expect(employees(50, 7, '2')).not.toEqual(employees(50, 8, '2'));
  });

  it('have names in Latin and Cyrillic, and codes and cards of their own', () => {
    const staff = employees(2000, 1, '2');
    const names = staff.map(({ givenName, familyName }) => `${givenName}${familyName}`);
    expect(names.some((name) => /^[A-Za-z]+$/.test(name))).toBe(true);
    expect(names.some((name) => /^\p{Script=Cyrillic}+$/u.test(name))).toBe(true);
    expect(new Set(staff.map(({ personCode }) => personCode)).size).toBe(2000);
    expect(new Set(staff.flatMap(({ cardNos }) => cardNos)).size).toBe(2000);
    expect(staff.every(({ personCode }) => /^[A-Z0-9]{1,16}$/.test(personCode))).toBe(true);
  });

  it('have a face that is a JPEG', async () => {
    const [first] = employees(1, 1, '2');
    expect(await sharp(first?.face?.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 96, height: 96 });
  });
});
