const PERSONS = '/api/resource/v1/person';
const LEVELS = '/api/acs/v1/privilege/group/single';

/** HikCentral's calls that the checker follows. */
export const PATHS = {
  addPerson: `${PERSONS}/single/add`,
  updatePerson: `${PERSONS}/single/update`,
  updateFace: `${PERSONS}/face/update`,
  personByCode: `${PERSONS}/personCode/personInfo`,
  personById: `${PERSONS}/personId/personInfo`,
  persons: `${PERSONS}/personList`,
  giveLevel: `${LEVELS}/addPersons`,
  takeLevel: `${LEVELS}/deletePersons`,
  members: `${LEVELS}/personList`,
  reapply: '/api/visitor/v1/auth/reapplication',
  passages: '/api/acs/v1/door/events',
} as const;
