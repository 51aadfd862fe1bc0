/** Set on every call that changes something: only a page of this origin can. */
const OURS = { 'x-requested-with': 'vestibule-page' };

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** @throws ApiError with the server's words; status 0: nobody answered */
export async function call(method, path, body, extra = {}) {
  const headers = { 'accept-language': document.documentElement.lang, ...(method !== 'GET' && OURS), ...extra };
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    // The browser does not say more than that.
    throw new ApiError(0, '');
  }
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const answer = isJson ? await response.json() : null;
  if (!response.ok) throw new ApiError(response.status, answer?.detail ?? response.statusText);
  return answer;
}
