import { type ValidationError } from 'class-validator';
import { type InputFault } from '../errors/app-error.js';
import { type BrokenRule } from './field-rules.js';
import { fieldText } from './field-texts.js';
import { type Language } from './language.js';

/** An answer names so many faults; the rest would only make it long. */
const FAULTS_MAX = 100;
/** Deeper than any input of ours. */
const DEPTH_MAX = 12;
/** class-validator's own name of the rule that no field has declared this. */
const UNDECLARED = 'whitelistValidation';
/** Its own check of nested objects; `isObject` says it already. */
const NESTED = 'nestedValidation';

/** Faults with RFC 6901 pointers, in the caller's language. */
export function toInputFaults(errors: readonly ValidationError[], language: Language): InputFault[] {
  const faults: InputFault[] = [];
  for (const error of errors) collect(error, '', language, faults);
  return faults.slice(0, FAULTS_MAX);
}

function collect(error: ValidationError, above: string, language: Language, faults: InputFault[]): void {
  const pointer = `${above}/${escapePointer(error.property)}`;
  for (const [rule, message] of Object.entries(error.constraints ?? {})) {
    if (rule === UNDECLARED) faults.push(fault(pointer, 'unknownField', language));
    else if (rule !== NESTED) faults.push(ruleFault(pointer, rule, message, language));
  }
  for (const child of error.children ?? []) {
    if (faults.length >= FAULTS_MAX) return;
    collect(child, pointer, language, faults);
  }
}

function ruleFault(pointer: string, code: string, message: string, language: Language): InputFault {
  const { parameters, index } = JSON.parse(message) as BrokenRule;
  return {
    pointer: index === null ? pointer : `${pointer}/${index}`,
    code,
    detail: fieldText(code, language, parameters),
  };
}

function fault(pointer: string, code: string, language: Language): InputFault {
  return { pointer, code, detail: fieldText(code, language) };
}

/**
 * What must be refused before any library walks the value: something that is no object, keys that are names of
 * `Object.prototype` (class-validator takes `hasOwnProperty` for a declared field), and nesting that would exhaust the
 * stack.
 */
export function shapeFaults(value: unknown, language: Language): InputFault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [fault('', 'isObject', language)];
  const faults: InputFault[] = [];
  walk(value, '', 1, (pointer, code) => faults.push(fault(pointer, code, language)));
  return faults.slice(0, FAULTS_MAX);
}

function walk(value: object, above: string, depth: number, report: (pointer: string, code: string) => void): void {
  if (depth > DEPTH_MAX) {
    report(above, 'tooDeep');
    return;
  }
  for (const key of Object.keys(value)) {
    if (!Array.isArray(value) && key in Object.prototype) report(`${above}/${escapePointer(key)}`, 'unknownField');
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object' && inner !== null) walk(inner, `${above}/${escapePointer(key)}`, depth + 1, report);
  }
}

/** RFC 6901, section 3. */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
