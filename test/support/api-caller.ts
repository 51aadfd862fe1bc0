import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client of the public API that hands back every answer, whatever its status. */
export class ApiCaller {
  private readonly http: AxiosInstance;

  constructor(
    baseUrl: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {
    this.http = axios.create({ baseURL: `${baseUrl}/api/v1`, validateStatus: () => true, headers: { ...headers } });
  }

  /** The header this caller is known by; empty for a stranger. */
  get authorization(): string {
    return this.headers['authorization'] ?? '';
  }

  static async login(baseUrl: string, email: string, password: string): Promise<ApiCaller> {
    const { status, body } = await new ApiCaller(baseUrl).post<{ accessToken: string }>('/auth/login', {
      email,
      password,
    });
    if (status !== 200) throw new Error(`login was answered ${status}`);
    return new ApiCaller(baseUrl, { authorization: `Bearer ${body.accessToken}` });
  }

  get<T>(
    path: string,
    headers: Record<string, string> = {},
    options: Pick<AxiosRequestConfig, 'responseType'> = {},
  ): Promise<Answer<T>> {
    return this.send('GET', path, undefined, headers, options);
  }

  post<T>(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('POST', path, body, headers);
  }

  patch<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('PATCH', path, body, headers);
  }

  put<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('PUT', path, body, headers);
  }

  delete<T>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('DELETE', path, undefined, headers);
  }

  private async send<T>(
    method: string,
    url: string,
    data: unknown,
    headers: Record<string, string>,
    options: Pick<AxiosRequestConfig, 'responseType'> = {},
  ): Promise<Answer<T>> {
    const request = { ...options, method, url, data, headers };
    const { status, data: body, headers: answered } = await this.http.request<T>(request);
    return { status, body, headers: answered as Record<string, string> };
  }
}
