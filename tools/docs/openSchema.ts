/** What a schema says to a reader: not where JavaScript's numbers end, and not that no field may ever be added. */
interface JsonSchema {
  minimum?: number | undefined;
  maximum?: number | undefined;
  additionalProperties?: unknown;
}

export function openSchema({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}
