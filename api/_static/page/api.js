// Calls to this server; an error carries what the server said.
export class ApiError extends Error {
  constructor(error) {
    super(error.message);
    this.code = error.code;
    this.messageZh = error.message_zh ?? "";
    this.hint = error.hint ?? "";
    this.requestId = error.request_id ?? "";
  }
}

async function call(path, options = {}) {
  const headers = { "accept-language": document.documentElement.lang, ...options.headers };
  const response = await fetch(path, { ...options, headers, credentials: "omit" });
  const body = await response.json();
  if (!response.ok) throw new ApiError(body.error);
  return body;
}

export const get = (path) => call(path);
export const post = (path, data, signal) =>
  call(path, { method: "POST", body: JSON.stringify(data), headers: { "content-type": "application/json" }, signal });
export const upload = (file) =>
  call(`/v1/parse?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file, headers: { "content-type": "application/octet-stream" } });
