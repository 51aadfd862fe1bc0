import { readProgramOptions, UsageError } from '../../../simulator/program-options.js';

describe('the command line', () => {
  it('has a default for everything but the partner and the state', () => {
    expect(readProgramOptions([])).toMatchObject({
      port: 8443,
      host: '127.0.0.1',
      employeeCount: 2000,
      limit: { calls: 10, windowMs: 60_000, style: '429' },
    });
    expect(readProgramOptions([])).not.toHaveProperty('appKey');
  });

  it('is read into options', () => {
    const args = '--port 0 --state w.json --app-key k --app-secret s --employees 5 --limit-calls none --limit-window 2';
    expect(readProgramOptions(args.split(' '))).toMatchObject({
      port: 0,
      stateFile: 'w.json',
      appKey: 'k',
      appSecret: 's',
      employeeCount: 5,
      limit: { calls: null, windowMs: 2000 },
    });
    expect(readProgramOptions(['--help'])).toBe('help');
    expect(readProgramOptions(['--devices', '9001'])).toMatchObject({
      devices: [
        { model: 'face-terminal', port: 9001 },
        { model: 'door-controller', port: 9002 },
      ],
    });
  });

  it.each([['--port', 'x'], ['--limit-style', '503'], ['--group-shape', 'round'], ['--unknown'], ['extra']])(
    'refuses %s %s',
    (...args) => {
      expect(() => readProgramOptions(args)).toThrow(UsageError);
    },
  );
});
