import type { Request, Response } from 'express';
import type { z } from 'zod';
import { refuse } from './refuse.ts';

/** The request's JSON body in the given shape; where it has another, refuses the request and returns undefined. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  request: Request,
  response: Response,
): z.output<Schema> | undefined {
  if (request.body === undefined) {
    refuse(response, 'bodyNotJson');
    return undefined;
  }
  const read = schema.safeParse(request.body);
  if (read.success) return read.data;
  const why = read.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  refuse(response, 'bodyInvalid', why.join('; ').slice(0, 500));
  return undefined;
}
