import { type ArgumentMetadata } from '@nestjs/common';
import { NestedField, NestedListField, TextField, TextListField } from '../../../../src/platform/http/fields.js';
import { InvalidInputError } from '../../../../src/platform/http/http.errors.js';
import { InputPipe } from '../../../../src/platform/http/input.pipe.js';

class Guest {
  @TextField({ max: 200 })
  fullName!: string;
}
class Batch {
  @NestedListField(() => Guest, { maxItems: 100, optional: true })
  visits?: Guest[];

  @NestedField(() => Guest, { optional: true })
  guest?: Guest;

  @TextListField({ max: 64, maxItems: 16, optional: true })
  accessLevelIds?: string[];
}

const BODY: ArgumentMetadata = { type: 'body', metatype: Batch };
/** What the server reads at most. */
const BODY_MAX_BYTES = 1024 * 1024;

function filled(unit: (index: number) => string): string {
  const parts: string[] = [];
  for (let length = 0; length < BODY_MAX_BYTES - 200; length += parts.at(-1)!.length + 1)
    parts.push(unit(parts.length));
  return parts.join(',');
}

describe('InputPipe', () => {
  const pipe = new InputPipe();
  const accept = (value: unknown): Promise<unknown> => Promise.resolve(pipe.transform(value, BODY));

  /** Well below what a person would notice; a slow machine and its other work are allowed for. */
  it.each([
    ['objects in a list', `{"visits":[${filled(() => '{}')}]}`],
    ['lists in a list', `{"visits":[${filled(() => '[]')}]}`],
    ['unknown fields', `{${filled((index) => `"k${index}":1`)}}`],
    ['unknown fields further down', `{"guest":{${filled((index) => `"k${index}":1`)}}}`],
    ['texts in a list', `{"accessLevelIds":[${filled((index) => `"${index}"`)}]}`],
    ['nesting', `{"guest":{"fullName":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`],
    ['nesting nobody asked for', `{"x":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['spaces', `{"guest":{"fullName":"x${' '.repeat(BODY_MAX_BYTES - 200)}x"}}`],
    ['emoji', `{"guest":{"fullName":"${'😀'.repeat(BODY_MAX_BYTES / 4 - 200)}"}}`],
  ])('refuses a megabyte of %s before it holds anybody up', async (_, text) => {
    const value: unknown = JSON.parse(text);
    const start = performance.now();
    await expect(accept(value)).rejects.toBeInstanceOf(InvalidInputError);
    expect(performance.now() - start).toBeLessThan(400);
  });

  it('makes instances of what it accepts', async () => {
    const batch = await accept({ visits: [{ fullName: ' Ann ' }] });
    expect(batch).toBeInstanceOf(Batch);
    expect((batch as Batch).visits![0]).toEqual(Object.assign(new Guest(), { fullName: 'Ann' }));
  });

  it('leaves alone what is no class of ours', () => {
    const value = { anything: 1 };
    expect(pipe.transform(value, { type: 'body', metatype: Object })).toBe(value);
    expect(pipe.transform('x', { type: 'param', metatype: String })).toBe('x');
    expect(pipe.transform(value, { type: 'custom', metatype: Batch })).toBe(value);
  });
});
