/** Calls of a generic client through a request handler, each with a single attempt. */

import type { HttpHandler } from '@smithy/core/protocols';
import { createSender } from '../aws/generic/send.ts';
import { type GenericCalls, genericCalls } from '../aws/generic-client.ts';
import type { ServiceModel } from '../aws/models/service-model.ts';
import { createPacer } from '../aws/pacing.ts';
import { wallClock } from '../model/clock.ts';

export function genericCallsThrough(
  handler: HttpHandler,
  model: ServiceModel,
  region = 'us-east-1',
): GenericCalls {
  const sender = createSender({
    transport: handler,
    pacer: createPacer(),
    clock: wallClock,
    random: () => 0,
    retries: { throttledAttempts: 1, transientAttempts: 1 },
  });
  const credentials = async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' });
  return genericCalls(sender, { actor: { credentials, payer: '111111111111' }, model, region });
}
