export interface SettingFault {
  readonly name: string;
  /** What is expected; never the value. */
  readonly fault: string;
}

/** The environment cannot be started from. Nothing has been touched; the process exits 78 (`EX_CONFIG` of sysexits.h). */
export class SettingsError extends Error {
  readonly code = 'SETTINGS.INVALID';

  constructor(readonly faults: readonly SettingFault[]) {
    super(
      [
        `${faults.length} ${faults.length === 1 ? 'setting is' : 'settings are'} wrong, nothing was started:`,
        ...faults.map(({ name, fault }) => `  ${name} ${fault}`),
      ].join('\n'),
    );
    this.name = 'SettingsError';
  }
}
