/** `ElementType` of a floor (HikCentral OpenAPI guide); everything else that stands in an access level is a door to us. */
export const FLOOR_ELEMENT_TYPE = 11;
