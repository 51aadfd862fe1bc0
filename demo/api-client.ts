/** What the demo reads of a visit; the whole shape is in the OpenAPI document. */
export interface VisitRow {
  readonly id: string;
  readonly status: string;
  readonly closedReason: string | null;
  readonly hasPhoto: boolean;
  readonly access: {
    readonly status: string;
    readonly personCode: string | null;
    readonly doors: readonly { readonly name: string; readonly status: string }[];
    readonly lastError: { readonly code: string; readonly message: string } | null;
  };
}

export interface AnnounceBody {
  readonly kind: 'guest';
  readonly guest: { readonly fullName: string; readonly company: string };
  readonly host: { readonly name: string; readonly email: string };
  readonly purpose: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/** An integrator's view of the product: only the public API. */
export class ApiClient {
  private token = '';

  constructor(private readonly baseUrl: string) {}

  async login(email: string, password: string): Promise<void> {
    const answer = await this.send<{ accessToken: string }>('POST', '/auth/login', { email, password });
    this.token = answer.accessToken;
  }

  announce(body: AnnounceBody): Promise<VisitRow> {
    return this.send('POST', '/visits', body);
  }

  async putPhoto(visitId: string, jpeg: Buffer): Promise<void> {
    await this.request('PUT', `/visits/${visitId}/photo`, Uint8Array.from(jpeg), 'image/jpeg');
  }

  cancel(visitId: string): Promise<VisitRow> {
    return this.send('POST', `/visits/${visitId}/cancel`);
  }

  checkOut(visitId: string): Promise<VisitRow> {
    return this.send('POST', `/visits/${visitId}/check-out`);
  }

  async visits(): Promise<readonly VisitRow[]> {
    return (await this.send<{ items: VisitRow[] }>('GET', '/visits?limit=200')).items;
  }

  private send<T>(method: string, path: string, body?: object): Promise<T> {
    return this.request(method, path, body && JSON.stringify(body), 'application/json') as Promise<T>;
  }

  private async request(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | undefined,
    type: string,
  ): Promise<unknown> {
    const response = await fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers: {
        ...(this.token !== '' && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body }),
    });
    const answer = (await response.json()) as { detail?: string };
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${answer.detail ?? ''}`);
    return answer;
  }
}
