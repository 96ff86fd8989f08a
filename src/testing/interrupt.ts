/** Ctrl-C at the moment when a certain request is sent to the simulated organization. */

import type { FleetOptions } from '../aws/open-fleet.ts';
import type { CliOptions } from './command-line.ts';

export interface Interruption {
  /** Of a query protocol: `CreateRole`. */
  readonly action: string;
  /** Which of these requests. Default: the first. */
  readonly occurrence?: number;
}

/** `aws` sends requests through the handler of these options. */
export function interruptAt(
  aws: FleetOptions,
  { action, occurrence = 1 }: Interruption,
): Required<Pick<CliOptions, 'aws' | 'signal'>> {
  const controller = new AbortController();
  const { requestHandler } = aws;
  if (!requestHandler || !('handle' in requestHandler)) throw new TypeError('no request handler');
  let seen = 0;
  const interrupting: typeof requestHandler = {
    ...requestHandler,
    handle(request, options) {
      const { body } = request as { readonly body?: unknown };
      const text = typeof body === 'string' ? body : '';
      if (new RegExp(`Action=${action}(&|$)`).test(text)) seen++;
      if (seen === occurrence && !controller.signal.aborted)
        controller.abort(new DOMException('interrupted', 'AbortError'));
      return requestHandler.handle(request, options);
    },
  };
  return { aws: { ...aws, requestHandler: interrupting }, signal: controller.signal };
}
