/** The two ways in: a request handler for SDK clients of this process, and HTTP for everybody else's. */

import { wallClock } from '../model/clock.ts';
import { type AnswerOptions, createAnswer, type Verify } from './answer.ts';
import { dropping } from './disconnection.ts';
import { understoodServices } from './services.ts';
import { createGateway } from './wire/gateway.ts';
import { type Served, serve } from './wire/http-server.ts';
import { inProcessHandler } from './wire/in-process.ts';
import type { Answer } from './wire/message.ts';
import { verifySignature } from './wire/signature.ts';

export interface Doors {
  readonly requestHandler: ReturnType<typeof inProcessHandler>;
  serve(port: number): Promise<Served>;
}

export function createDoors(
  options: Omit<AnswerOptions, 'verify'>,
  onBug?: (error: unknown) => void,
): Doors {
  const open = (answer: Answer) =>
    dropping(createGateway({ services: understoodServices, answer, ...(onBug && { onBug }) }));
  return {
    // In process nothing can be mangled on the way, so nothing is verified: that is a third of the cost of a call.
    requestHandler: inProcessHandler(open(createAnswer(options))),
    serve: (port) => serve(open(createAnswer({ ...options, verify })), { port }),
  };
}

/** Clients sign by the wall's clock, whatever the time is in the simulation. */
const verify: Verify = (request, secretAccessKey) =>
  verifySignature(request, secretAccessKey, wallClock.now());
