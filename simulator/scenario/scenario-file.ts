import { readFileSync } from 'node:fs';
import { readScenario, type Scenario, ScenarioError } from './scenario.js';

/** @throws ScenarioError for what is no JSON and for every mistake in it; the file system's error when it cannot be read */
export function readScenarioFile(file: string): Scenario {
  const content = readFileSync(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ScenarioError([`${file}: is no JSON: ${error.message}`]);
    throw error;
  }
  return readScenario(value);
}
