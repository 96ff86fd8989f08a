/**
 * Credentials of a function's role. It replaces the SDK's chain of credentials in bundles: Lambda sets these variables and
 * nothing else, and the chain is as large as half of a bundle.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */

import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { FlotillaError } from '../model/flotilla-error.ts';

export function defaultProvider(): AwsCredentialIdentityProvider {
  return async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
      throw new FlotillaError('Credentials', 'the function has no credentials of a role');
    }
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  };
}
