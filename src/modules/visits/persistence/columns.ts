/** The values of an entity's columns, as a plain object: what is stored is never an instance of its class. */
export type Columns<Entity> = { [Column in keyof Entity]: Entity[Column] };
