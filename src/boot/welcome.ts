import { type RunningVestibule } from './start.js';

/** What a person at a terminal needs after a start; in production only that it is up. */
export function welcome({ settings, baseUrl, embeddedLines, firstAdminPassword }: RunningVestibule): string {
  if (settings.isProduction) return '';
  const admin =
    firstAdminPassword === null
      ? `  Admin       ${settings.adminEmail}\n`
      : `  Admin       ${settings.adminEmail}   password: ${firstAdminPassword}   (shown this once)\n`;
  const embedded =
    embeddedLines.length === 0 ? '' : `\n  Embedded\n${embeddedLines.map((line) => `    ${line}\n`).join('')}`;
  return `
  Vestibule is up.

  Page        ${baseUrl}/
  API         ${baseUrl}/api/v1
  Contract    ${baseUrl}/api/docs
  Health      ${baseUrl}/health/ready
${admin}${embedded}
  Ctrl-C stops it${embeddedLines.length === 0 ? '' : ' and everything embedded; the data stays'}.

`;
}
