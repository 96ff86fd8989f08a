/**
 * The addresses to which functions send the results of custom resources: as on AWS, an object of S3 to which anybody
 * with the link can write once. Any server of the organization has it too, below `/_cloudformation/responses/`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
 */

import type { WireRequest } from '../../../../../wire/message.ts';
import { perWorld } from '../../../../world/service-state.ts';
import type { World } from '../../../../world/world.ts';
import { uuid } from '../../../events/event.ts';

export interface CustomResponse {
  readonly Status?: unknown;
  readonly Reason?: unknown;
  readonly PhysicalResourceId?: unknown;
  readonly StackId?: unknown;
  readonly RequestId?: unknown;
  readonly LogicalResourceId?: unknown;
  readonly Data?: unknown;
}

export interface ExpectedResponse {
  readonly url: string;
  /** Undefined until it has arrived; the text, when that is not a JSON object. */
  received(): CustomResponse | string | undefined;
  close(): void;
}

/** By the token in the address; undefined until something was written. */
const expectedIn = perWorld(() => new Map<string, string | undefined>());

const maxBytes = 4_096;

export function expectResponse(world: World, region: string): ExpectedResponse {
  const expected = expectedIn(world);
  const token = uuid(world.random);
  expected.set(token, undefined);
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`;
  const url = `https://${bucket}.s3.${region}.${world.partition.dnsSuffix}/${token}?X-Amz-Signature=${token}`;
  return {
    url,
    received: () => {
      const text = expected.get(token);
      return text === undefined ? undefined : parseResponse(text);
    },
    close: () => void expected.delete(token),
  };
}

function parseResponse(text: string): CustomResponse | string {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : text;
  } catch {
    return text;
  }
}

/** The token of a request to such an address; undefined for other requests. */
export function responseToken({ path, headers }: WireRequest): string | undefined {
  const [, local] = /^\/_cloudformation\/responses\/([\w-]+)$/.exec(path) ?? [];
  if (local !== undefined) return local;
  if (!headers.host?.startsWith('cloudformation-custom-resource-response-')) return undefined;
  return path.slice(1);
}

/** Returns the HTTP status. */
export function takeResponse(world: World, token: string, { method, body }: WireRequest): number {
  if (method !== 'PUT') return 405;
  if (body.byteLength > maxBytes) return 400;
  const expected = expectedIn(world);
  if (!expected.has(token)) return 403;
  expected.set(token, new TextDecoder().decode(body));
  return 200;
}
