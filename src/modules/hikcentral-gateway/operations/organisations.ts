/** A group of persons in HikCentral; ours live in one of their own. */
export interface OrganisationRead {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}
