/** What a handler's result is to AWS Lambda. */

import type { HandlerResult } from '../lifecycle/handlers/handler-result.ts';

/**
 * A queue expects the messages that failed, and the URL of a function a response. The caller of any other function
 * sees its result.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function lambdaResponse(result: HandlerResult): object {
  switch (result.did) {
    case 'batch':
      return {
        batchItemFailures: result.failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
      };
    case 'respond': {
      const { status: statusCode, headers, body } = result;
      return { statusCode, headers, body };
    }
    default:
      return result;
  }
}
