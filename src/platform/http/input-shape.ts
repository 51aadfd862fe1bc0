import { type ClassOf, type Shape, shapesOf } from './field-shapes.js';
import { type RuleParameters } from './field-rules.js';

export interface ShapeFault {
  readonly pointer: string;
  readonly code: string;
  readonly parameters?: RuleParameters;
}

/** An answer names so many faults; the rest would only make it long. */
export const FAULTS_MAX = 100;

type Report = (fault: ShapeFault) => void;

/**
 * The part of an input that its class declares, as a copy, and what was left out. The libraries that convert and
 * validate walk whatever they are given, and take half a minute for a megabyte of unknown fields and overflow the stack
 * on deep ones: they are given nothing that is not declared, no list longer than it may be, and no object where there
 * should be none.
 */
export function keepDeclared(input: unknown, type: ClassOf): { kept: unknown; faults: readonly ShapeFault[] } {
  const faults: ShapeFault[] = [];
  const report: Report = (fault) => {
    if (faults.length < FAULTS_MAX) faults.push(fault);
  };
  return { kept: keepObject(input, type, '', report), faults };
}

function keepObject(value: unknown, type: ClassOf, pointer: string, report: Report): unknown {
  if (!isObject(value)) {
    report({ pointer, code: 'isObject' });
    return undefined;
  }
  const shapes = shapesOf(type);
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const shape = shapes.get(name);
    const at = `${pointer}/${escapePointer(name)}`;
    if (shape === undefined) report({ pointer: at, code: 'unknownField' });
    else kept[name] = keepField(inner, shape, at, report);
  }
  return kept;
}

/** Absent and null are for the rules of presence; a wrong primitive for those of the value. */
function keepField(value: unknown, shape: Shape, pointer: string, report: Report): unknown {
  if (value === undefined || value === null) return value;
  if (shape.kind === 'object') return keepObject(value, shape.type(), pointer, report);
  if (typeof value !== 'object') return value;
  if (shape.kind === 'value' || !Array.isArray(value)) {
    report({ pointer, code: shape.kind === 'value' ? shape.code : 'isArray' });
    return undefined;
  }
  if (value.length > shape.maxItems) {
    report({ pointer, code: 'arrayMaxSize', parameters: { max: shape.maxItems } });
    return undefined;
  }
  return value.map((item: unknown, index) => {
    const at = `${pointer}/${index}`;
    return shape.kind === 'objects'
      ? keepObject(item, shape.type(), at, report)
      : keepItem(item, shape.code, at, report);
  });
}

function keepItem(item: unknown, code: string, pointer: string, report: Report): unknown {
  if (typeof item !== 'object' || item === null) return item;
  report({ pointer, code });
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901, section 3. */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
