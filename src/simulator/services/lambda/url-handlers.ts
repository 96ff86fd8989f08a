/** URLs of functions: create, read, update, delete. */

import type { CallContext } from '../../service.ts';
import type { World } from '../../world/world.ts';
import { conflict, invalidValue, notFound, notKnown } from './errors.ts';
import { functionAt } from './find-function.ts';
import { type LambdaPageInput, lambdaPage, type NameInput } from './function-handlers.ts';
import { functionUrls } from './function-urls.ts';
import type { FunctionUrl, LambdaFunction } from './lambda-function.ts';

interface UrlInput extends NameInput {
  readonly AuthType?: string;
  readonly Cors?: object;
  readonly InvokeMode?: string;
}

const idCharacters = 'abcdefghijklmnopqrstuvwxyz234567';
const idLength = 32;

export const urlHandlers = {
  CreateFunctionUrlConfig: (input: UrlInput, context: CallContext) => {
    const { world, now } = context;
    const called = functionAt(context, input.FunctionName, input.Qualifier);
    if (called.url) {
      throw conflict(
        `Failed to create function url config for [functionArn = ${called.arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
      );
    }
    const id = world.random.text(idCharacters, idLength);
    const url = changed({ id, authType: 'NONE', createdAt: now }, input, now);
    called.url = url;
    functionUrls(world).set(id, called);
    return described(world, called, url);
  },

  GetFunctionUrlConfig: ({ FunctionName, Qualifier }: NameInput, context: CallContext) => {
    const called = functionAt(context, FunctionName, Qualifier);
    return described(context.world, called, urlOf(called));
  },

  UpdateFunctionUrlConfig: (input: UrlInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName, input.Qualifier);
    const url = changed(urlOf(called), input, context.now);
    called.url = url;
    return described(context.world, called, url);
  },

  DeleteFunctionUrlConfig: ({ FunctionName, Qualifier }: NameInput, context: CallContext) => {
    const called = functionAt(context, FunctionName, Qualifier);
    functionUrls(context.world).delete(urlOf(called).id);
    called.url = undefined;
    return {};
  },

  ListFunctionUrlConfigs: (input: NameInput & LambdaPageInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName);
    const page = lambdaPage(context, input, {
      items: called.url ? [described(context.world, called, called.url)] : [],
      key: ({ FunctionArn }) => FunctionArn,
      scope: `urls ${called.arn}`,
    });
    return { FunctionUrlConfigs: page.items, ...page.token };
  },
};

type UrlBefore = Pick<FunctionUrl, 'id' | 'authType' | 'createdAt'> & Partial<FunctionUrl>;

function changed(before: UrlBefore, input: UrlInput, now: number): FunctionUrl {
  const { AuthType: authType = before.authType, Cors, InvokeMode = 'BUFFERED' } = input;
  if (authType !== 'NONE' && authType !== 'AWS_IAM') {
    throw invalidValue(`Value '${authType}' at 'authType' must be NONE or AWS_IAM.`);
  }
  if (InvokeMode !== 'BUFFERED') throw notKnown(`the invoke mode ${InvokeMode}`);
  if (Cors && Object.keys(Cors).length > 0) throw notKnown('function URLs with Cors');
  return { id: before.id, authType, createdAt: before.createdAt, modifiedAt: now };
}

function urlOf({ url }: LambdaFunction): FunctionUrl {
  if (url) return url;
  throw notFound('The resource you requested does not exist.');
}

function described(world: World, { arn, region }: LambdaFunction, url: FunctionUrl) {
  return {
    FunctionUrl: `https://${url.id}.lambda-url.${region}.${onAws(world)}/`,
    FunctionArn: arn,
    AuthType: url.authType,
    CreationTime: new Date(url.createdAt).toISOString(),
    LastModifiedTime: new Date(url.modifiedAt).toISOString(),
    InvokeMode: 'BUFFERED',
  };
}

function onAws({ partition }: World): string {
  return partition.name === 'aws' ? 'on.aws' : `on.${partition.dnsSuffix}`;
}
