import { readdirSync } from 'node:fs';
import { ManualTime, readScenarioFile, type Scenario, startSimulator } from '../../../../simulator/index.js';
import { readScenario, ScenarioError } from '../../../../simulator/scenario/scenario.js';
import { NOON } from '../build-world.js';

const FOLDER = 'simulator/scenarios';

function mistakesOf(value: unknown): readonly string[] {
  try {
    readScenario(value);
  } catch (error) {
    if (error instanceof ScenarioError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('a scenario with mistakes', () => {
  it.each<[string, unknown, string[]]>([
    ['no object', [], ['body: must be an object']],
    ['nothing in it', {}, ['name: is missing', 'timeline: is missing']],
    ['a step without a time', step({ do: 'clear-faults' }), ['timeline[0]: needs exactly one of atMs, everyMs']],
    [
      'a step with two',
      step({ atMs: 1, everyMs: 1, do: 'clear-faults' }),
      ['timeline[0]: needs exactly one of atMs, everyMs'],
    ],
    [
      'an end without a period',
      step({ atMs: 1, untilMs: 2, do: 'clear-faults' }),
      ['timeline[0].untilMs: is only for everyMs'],
    ],
    ['a field too many', step({ atMs: 1, do: 'clear-faults', soon: 1 }), ['timeline[0].soon: is not known here']],
    [
      'a field of another kind of fault',
      step({ atMs: 1, do: 'faults', kind: 'burst', path: '*', delayMs: 1 }),
      ['timeline[0].delayMs: is not known here'],
    ],
    ['a field missing', step({ atMs: 1, do: 'faults', kind: 'delay', path: '*' }), ['timeline[0].delayMs: is missing']],
    [
      'a share beyond all',
      step({ atMs: 1, do: 'events', betweenPagesShare: 2 }),
      ['timeline[0].betweenPagesShare: must be a number from 0 to 1'],
    ],
    ['deep inside', step({ atMs: 1, do: 'events', lost: { share: 1 } }), ['timeline[0].lost.forMs: is missing']],
  ])('says of %s where it is', (_what, value, mistakes) => {
    expect(mistakesOf(value)).toEqual(mistakes);
  });

  it('names every mistake, and the verbs there are', () => {
    const mistakes = mistakesOf({ name: '', timeline: [{ atMs: -1, do: 'explode' }] });
    expect(mistakes).toHaveLength(3);
    expect(mistakes.join('\n')).toContain('timeline[0].do: must be one of "walk", "walk-many"');
  });

  function step(fields: object): unknown {
    return { name: 'x', timeline: [fields] };
  }
});

describe('a scenario', () => {
  async function play(scenario: Scenario, forMs: number) {
    const time = new ManualTime(NOON);
    const options = { clock: time, scheduler: time, eventIdSalt: 'salt', employeeCount: 120 };
    const simulator = await startSimulator({ ...options, scenario });
    try {
      for (let second = 0; second < forMs / 1000; second += 1) {
        time.advance(1000);
        await new Promise((resolve) => setImmediate(resolve));
      }
      const { control } = simulator;
      return { report: simulator.scenario.report(), snapshot: control.snapshot(), settings: control.settings() };
    } finally {
      await simulator.close();
    }
  }

  it.each(readdirSync(FOLDER))('of the folder, %s, plays to its end without a failed step', async (file) => {
    const { report } = await play(readScenarioFile(`${FOLDER}/${file}`), 620_000);
    expect(report?.failures).toEqual([]);
    expect(report?.done).toBeGreaterThan(20);
  });

  it('makes the same world each time', async () => {
    const scenario = readScenarioFile(`${FOLDER}/monday-morning.json`);
    expect(await play(scenario, 70_000)).toEqual(await play(scenario, 70_000));
  });

  it('repeats a step from its first time to its last', async () => {
    const walk = { do: 'walk', personCode: 'E00001', readerIndexCode: '1' } as const;
    const timeline = [
      { everyMs: 1000, fromMs: 500, untilMs: 3500, ...walk },
      { atMs: 9000, ...walk },
    ];
    const { report, snapshot } = await play({ name: 'x', timeline }, 10_000);
    expect(report).toEqual({ name: 'x', done: 5, failures: [] });
    expect(snapshot.eventCount).toBe(5);
  });

  it('goes on after a step that fails, and tells of it', async () => {
    const timeline = [
      { atMs: 0, do: 'delete-person', personCode: 'NOBODY' },
      { atMs: 10, do: 'delete-person', personCode: 'E00001' },
    ] as const;
    const { report, snapshot } = await play({ name: 'x', timeline }, 1000);
    expect(report).toEqual({
      name: 'x',
      done: 1,
      failures: [{ step: 0, do: 'delete-person', message: 'person does not exist' }],
    });
    expect(snapshot.persons).toHaveLength(119);
  });
});
