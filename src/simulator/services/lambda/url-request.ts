/**
 * Requests to the URL of a function. The host of the URL leads here, and so does a path of any server of the
 * organization: `/_functions/<id>/…`.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */

import { compiledPolicy } from '../../../policy/compiled.ts';
import { evaluateForPrincipal } from '../../../policy/evaluate.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { credentialOf } from '../../../wire/credential.ts';
import type { WireRequest, WireResponse } from '../../../wire/message.ts';
import { authorize } from '../../authorize.ts';
import { anonymous, type CallerIdentity } from '../../world/caller.ts';
import type { World } from '../../world/world.ts';
import { uuid } from '../events/event.ts';
import { Throttled } from './callable.ts';
import { functionUrls } from './function-urls.ts';
import type { FunctionUrl, LambdaFunction } from './lambda-function.ts';
import { policyTextOf } from './policy-text.ts';
import { runFunction } from './run/run-function.ts';
import { urlEvent, urlResponse } from './url-payload.ts';

export interface UrlTarget {
  readonly id: string;
  /** Whether the host of the request names it, and not the path. */
  readonly isByHost: boolean;
  /** The path as the function sees it. */
  readonly path: string;
}

/** Undefined for other requests. */
export function urlTargetOf({ path, headers }: WireRequest): UrlTarget | undefined {
  const [, hostId] = /^([a-z2-7]{32})\.lambda-url\.[\w-]+\.on\./.exec(headers.host ?? '') ?? [];
  if (hostId !== undefined) return { id: hostId, isByHost: true, path };
  const [, id, rest = ''] = /^\/_functions\/([a-z2-7]{32})(\/.*)?$/.exec(path) ?? [];
  return id === undefined ? undefined : { id, isByHost: false, path: rest === '' ? '/' : rest };
}

/** Checks the signature of a request; throws when it does not match the secret. */
export type CheckSignature = (request: WireRequest, secretAccessKey: string) => void;

export async function answerUrl(
  world: World,
  request: WireRequest,
  { id, path, verify }: Pick<UrlTarget, 'id' | 'path'> & { readonly verify: CheckSignature },
): Promise<WireResponse> {
  world.timeline.settle(world.clock.now());
  const called = functionUrls(world).get(id);
  if (!called?.url) return refusal(404, 'Not Found');
  // A URL without authentication does not look at credentials.
  const isOpen = called.url.authType === 'NONE';
  const caller = isOpen ? anonymous : callerOf(world, request, verify);
  if (!caller || !isPermitted(world, called, called.url, caller)) return refusal(403, 'Forbidden');
  return await invoke(world, called, { request, path, caller });
}

/** The caller who signed; anonymous without a signature; undefined for a signature that is not valid. */
function callerOf(
  world: World,
  request: WireRequest,
  verify: CheckSignature,
): CallerIdentity | undefined {
  const credential = credentialOf(request);
  if (!credential) return anonymous;
  const key = world.keys.find(credential.accessKeyId);
  const isCurrent = (key?.caller.session?.expiresAt ?? Infinity) > world.clock.now();
  if (!key?.active || !isCurrent || key.sessionToken !== credential.sessionToken) return undefined;
  try {
    verify(request, key.secretAccessKey);
    return key.caller;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** Both are needed: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
const actions = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];

function isPermitted(
  world: World,
  called: LambdaFunction,
  { authType }: FunctionUrl,
  caller: CallerIdentity,
): boolean {
  const conditions = {
    'lambda:FunctionUrlAuthType': authType,
    'lambda:InvokedViaFunctionUrl': 'true',
  };
  const text = policyTextOf(called);
  if (authType === 'NONE') return actions.every((action) => isPublic(called, action, conditions));
  if (caller.kind === 'anonymous') return false;
  const context = contextOf(world, called, caller);
  return actions.every(
    (action) =>
      authorize(context, {
        action,
        resource: called.arn,
        owner: called.accountId,
        conditions,
        ...(text !== undefined && { resourcePolicy: { text, kind: 'resource' as const } }),
      }).allowed,
  );
}

function isPublic(
  called: LambdaFunction,
  action: string,
  conditions: Readonly<Record<string, string>>,
): boolean {
  const text = policyTextOf(called);
  if (text === undefined) return false;
  const values = new Map(
    Object.entries(conditions).map(([key, value]) => [key.toLowerCase(), [value]]),
  );
  const verdict = evaluateForPrincipal(compiledPolicy(text, 'resource'), {
    action,
    resource: called.arn,
    principal: { accountId: '', names: [] },
    lookUp: (key) => values.get(key.toLowerCase()),
  });
  return verdict === 'allow';
}

function contextOf(world: World, { region }: LambdaFunction, caller: CallerIdentity) {
  const requestId = uuid(world.random);
  return { world, caller, region, host: '', requestId, now: world.clock.now() };
}

interface UrlInvocation {
  readonly request: WireRequest;
  readonly path: string;
  readonly caller: CallerIdentity;
}

async function invoke(
  world: World,
  called: LambdaFunction,
  { request, path, caller }: UrlInvocation,
): Promise<WireResponse> {
  const requestId = uuid(world.random);
  const isSigned = called.url?.authType === 'AWS_IAM';
  const event = urlEvent(request, {
    path,
    requestId,
    now: world.clock.now(),
    host: `${called.url?.id}.lambda-url.${called.region}.on.aws`,
    ...(isSigned && { caller }),
  });
  try {
    const call = { requestId, payload: JSON.stringify(event), isAttended: true };
    const result = await runFunction(world, called, call);
    return result.isError ? refusal(502, 'Internal Server Error') : urlResponse(result.payload);
  } catch (error) {
    if (error instanceof Throttled) return refusal(429, 'Rate Exceeded.');
    if (error instanceof AwsError) return refusal(502, 'Internal Server Error');
    throw error;
  }
}

function refusal(status: number, message: string): WireResponse {
  const body = JSON.stringify({ Message: message });
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(body),
  };
}
