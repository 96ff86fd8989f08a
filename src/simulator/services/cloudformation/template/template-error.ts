/** The template, or a value for it, is refused. The operations make it a ValidationError. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
