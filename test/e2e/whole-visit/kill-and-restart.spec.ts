import { type Blow, type CallPoint, type Round } from '../../chaos/round.js';
import { runRound } from '../../chaos/run-round.js';
import { Site } from '../../chaos/site.js';

const ADD_PERSON = '/api/resource/v1/person/single/add';
const ADD_MEMBERS = '/api/acs/v1/privilege/group/single/addPersons';
const REMOVE_MEMBERS = '/api/acs/v1/privilege/group/single/deletePersons';
const SEED = 1;

type Hit = Pick<Round, 'ending'> & Pick<Blow, 'moment'> & Omit<CallPoint, 'isFirstTime'>;

/** A few rounds of `npm run chaos:crash`, one guest after the other on one site. */
describe('kill -9 and restart', () => {
  let site: Site;

  beforeAll(async () => {
    site = await Site.open(process.env['JEST_WORKER_ID'] ?? '1');
    await site.addProcess();
  }, 60_000);

  afterAll(() => site.close());

  it.each<[string, number, Hit]>([
    [
      'after the person add: one person, who enters and leaves',
      1,
      { ending: 'exit', phase: 'giving', path: ADD_PERSON, occurrence: 1, moment: 'unread' },
    ],
    [
      'while a membership is on its way, which comes after the cancellation: nobody is left on a door',
      2,
      { ending: 'cancel-meanwhile', phase: 'giving', path: ADD_MEMBERS, occurrence: 1, moment: 'late' },
    ],
    [
      'after the first revoking call: nobody is left on a door',
      3,
      { ending: 'cancel', phase: 'ending', path: REMOVE_MEMBERS, occurrence: 1, moment: 'unread' },
    ],
  ])(
    '%s',
    async (_, number, { ending, moment, ...called }) => {
      const point = { ...called, isFirstTime: false };
      const round: Round = { number, ending, heir: 'restart', blow: { point, moment } };
      const { isHit, faults, story } = await runRound(site, round, SEED);
      expect({ isHit, faults, story }).toEqual({ isHit: true, faults: [], story: [] });
    },
    120_000,
  );
});
