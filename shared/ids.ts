import { z } from 'zod';
import { CODE_ALPHABET, CODE_LENGTH } from './code.ts';

/** Made by the client that asks, at random, at least 64 bits: a repeated command then is the same question. */
export const questionId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{9,39}$/)
  .refine((id) => !(id in Object.prototype))
  .describe('10 to 40 letters, digits and dashes, drawn at random by the client.');

export const debateId = z.string().regex(/^[a-z0-9]{12}$/);

export const joinCode = z
  .string()
  .regex(new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`))
  .describe('Six letters without vowels.');

export const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/)
  .describe('BCP 47, as sq, sr-Latn, sr-Cyrl.');
