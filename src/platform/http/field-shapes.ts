import 'reflect-metadata';

export type ClassOf = new () => object;

/** What kind of JSON a field takes; `code` is the fault of anything else. */
export type Shape =
  | { readonly kind: 'value'; readonly code: string }
  | { readonly kind: 'values'; readonly code: string; readonly maxItems: number }
  | { readonly kind: 'object'; readonly type: () => ClassOf }
  | { readonly kind: 'objects'; readonly type: () => ClassOf; readonly maxItems: number };

const SHAPES_KEY = 'vestibule:field-shapes';

/** Declares a field of its class; what is not declared is unknown. */
export function HasShape(shape: Shape): PropertyDecorator {
  return (target, property) => {
    const shapes = new Map(shapesAt(target)).set(String(property), shape);
    Reflect.defineMetadata(SHAPES_KEY, shapes, target);
  };
}

/** Fields of a class and of those it extends. */
export function shapesOf(type: ClassOf): ReadonlyMap<string, Shape> {
  return shapesAt(type.prototype as object);
}

function shapesAt(prototype: object): ReadonlyMap<string, Shape> {
  return (Reflect.getMetadata(SHAPES_KEY, prototype) as Map<string, Shape> | undefined) ?? new Map<string, Shape>();
}
