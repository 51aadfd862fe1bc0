/**
 * A part that may be down while this process still does its work, such as HikCentral. Providers of this kind are found
 * at boot; `/health/ready` names them as `degraded`, and stays 200.
 */
export abstract class HealthContributor {
  /** Key in the body, such as `hikcentral`. */
  abstract readonly name: string;
  /** One word why it is degraded, null when it is well. Reads what is known; calls nobody outside. */
  abstract degradedReason(): Promise<string | null>;
}
