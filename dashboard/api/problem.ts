// SPDX-License-Identifier: EUPL-1.2
// Everything that can go wrong with a call, as one error type.
import type { components } from './schema';

type Problem = components['schemas']['Problem'];

export class CallFault extends Error {
    readonly status: number; // 0: nobody answered
    readonly code: string;
    readonly requestId: string;
    readonly errors: { pointer: string; code: string }[];
    readonly retryAfter: number | null;

    constructor(status: number, code: string, problem?: Problem, retryAfter: number | null = null) {
        super(code);
        this.status = status;
        this.code = code;
        this.requestId = problem?.requestId ?? '';
        this.errors = problem?.errors ?? [];
        this.retryAfter = retryAfter;
    }

    // Worth asking again by itself: nobody answered, or the server says that it cannot at the moment.
    get passing(): boolean {
        return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
    }
}

export async function faultOf(response: Response): Promise<CallFault> {
    const wait = Number(response.headers.get('Retry-After'));
    const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
    try {
        const problem = (await response.json()) as Problem;
        if (typeof problem.code === 'string') return new CallFault(response.status, problem.code, problem, retryAfter);
    } catch {
        // a proxy's page in place of a problem: the status alone is left
    }
    return new CallFault(response.status, 'no-problem', undefined, retryAfter);
}
