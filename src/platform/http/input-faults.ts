import { type ValidationError } from 'class-validator';
import { type InputFault } from '../errors/app-error.js';
import { type BrokenRule } from './field-rules.js';
import { fieldText } from './field-texts.js';
import { escapePointer, FAULTS_MAX, type ShapeFault } from './input-shape.js';
import { type Language } from './language.js';

/** class-validator's own check of nested objects; `isObject` says it already. */
const NESTED = 'nestedValidation';

/** Faults with RFC 6901 pointers, in the caller's language; of a place whose shape is wrong nothing more is said. */
export function toInputFaults(
  shapeFaults: readonly ShapeFault[],
  errors: readonly ValidationError[],
  language: Language,
): InputFault[] {
  const rules: ShapeFault[] = [];
  for (const error of errors) collect(error, '', rules);
  const misshapen = new Set(shapeFaults.map(({ pointer }) => pointer));
  return [...shapeFaults, ...rules.filter(({ pointer }) => !misshapen.has(pointer))]
    .slice(0, FAULTS_MAX)
    .map(({ pointer, code, parameters }) => ({ pointer, code, detail: fieldText(code, language, parameters) }));
}

function collect({ property, constraints, children }: ValidationError, above: string, faults: ShapeFault[]): void {
  const pointer = `${above}/${escapePointer(property)}`;
  for (const [code, message] of Object.entries(constraints ?? {})) {
    if (code === NESTED) continue;
    const { parameters, index } = JSON.parse(message) as BrokenRule;
    faults.push({ pointer: index === null ? pointer : `${pointer}/${index}`, code, parameters });
  }
  for (const child of children ?? []) {
    if (faults.length >= FAULTS_MAX) return;
    collect(child, pointer, faults);
  }
}
