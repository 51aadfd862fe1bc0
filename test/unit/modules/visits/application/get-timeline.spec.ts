import { typeOf } from '../../../../../src/modules/visits/application/get-timeline.js';

describe('the type of a timeline item', () => {
  it.each([
    ['visits.visit-announced.v1', 'visit_announced'],
    ['access-control.step-taken.v1', 'step_taken'],
  ])('of %s is %s', (name, type) => {
    expect(typeOf(name)).toBe(type);
  });
});
