// SPDX-License-Identifier: EUPL-1.2
// One function calls the API: typed by the OpenAPI file, with CSRF token, If-Match and Idempotency-Key.
import type { Paths } from './types';
import { CallFault, faultOf } from './problem';
import { attended, csrfToken, sessionLost, sessionUsed } from './session';

export type Method = 'get' | 'post' | 'put' | 'delete';
type PathsWith<M extends Method> = { [P in keyof Paths]: Paths[P] extends { [K in M]: { responses: object } } ? P : never }[keyof Paths];
type Operation<P extends keyof Paths, M extends Method> = Paths[P] extends { [K in M]: infer O } ? O : never;
type Content<R> = R extends { content: { 'application/json': infer J } } ? J : undefined;
type Responses<O> = O extends { responses: infer R } ? R : never;
export type Reply<P extends keyof Paths, M extends Method> =
    Responses<Operation<P, M>> extends { 200: infer R } ? Content<R>
        : Responses<Operation<P, M>> extends { 201: infer R } ? Content<R> : undefined;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? { body: B }
    : O extends { requestBody: { content: { 'text/csv': string } } } ? { file: Blob } : { body?: undefined };
type PathOf<O> = O extends { parameters: { path: infer X } } ? { path: X } : { path?: undefined };
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? { query?: Q } : { query?: undefined };
type HeaderOf<O> = O extends { parameters: { header: infer H } }
    ? (H extends { 'If-Match': string } ? { version: number } : object)
        & (H extends { 'Idempotency-Key': string } ? { idempotencyKey: string } : object)
    : object;
export type Options<P extends keyof Paths, M extends Method> =
    BodyOf<Operation<P, M>> & PathOf<Operation<P, M>> & QueryOf<Operation<P, M>> & HeaderOf<Operation<P, M>> & { signal?: AbortSignal };

interface LooseOptions {
    body?: unknown;
    file?: Blob; // sent as it is
    path?: Record<string, string>;
    query?: Record<string, string | number | undefined>;
    version?: number;
    idempotencyKey?: string;
    signal?: AbortSignal;
}

function address(path: string, options: LooseOptions): string {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(options.path?.[name] ?? ''));
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(options.query ?? {})) {
        if (value !== undefined && value !== '') query.set(name, String(value));
    }
    const text = query.toString();
    return text === '' ? filled : `${filled}?${text}`;
}

// A line that breaks in the middle of an answer, or somebody else's page in its place, is as no answer.
async function reached<T>(answer: Promise<T>): Promise<T> {
    try {
        return await answer;
    } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        throw new CallFault(0, 'unreachable');
    }
}

async function send(method: Method, path: string, options: LooseOptions): Promise<unknown> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (options.body !== undefined) headers['Content-Type'] = 'application/json';
    if (options.file !== undefined) headers['Content-Type'] = 'text/csv';
    const asked = Date.now();
    const used = method !== 'get' || attended();
    if (method !== 'get') headers['X-CSRF-Token'] = csrfToken();
    if (!used) headers['X-Unattended'] = '1';
    if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
    if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;
    const response = await reached(fetch(address(path, options), {
        method: method.toUpperCase(),
        headers,
        body: options.file ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
        credentials: 'same-origin',
        cache: 'no-store',
        signal: options.signal,
    }));
    if (!response.ok) {
        const fault = await faultOf(response);
        if (fault.status === 401) sessionLost();
        throw fault;
    }
    if (used) sessionUsed(asked);
    if (response.status === 204 || response.headers.get('Content-Length') === '0') return undefined;
    return reached(response.json());
}

export function call<M extends Method, P extends PathsWith<M>>(method: M, path: P, options: Options<P, M>): Promise<Reply<P, M>> {
    return send(method, path as string, options as LooseOptions) as Promise<Reply<P, M>>;
}

export function newKey(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
