/** The part of the package `lz4js` that is used here; it brings no types. */
declare module 'lz4js' {
  /**
   * Decompresses one LZ4 block.
   *
   * @param source holds the block: `sourceLength` bytes from `sourceFrom`
   * @param target gets the bytes from `targetFrom` on; what stands before is the history that matches may copy from
   * @returns the index behind the last byte written; behind the end of `target` when the block holds more than fits
   */
  export function decompressBlock(
    source: Uint8Array,
    target: Uint8Array,
    sourceFrom: number,
    sourceLength: number,
    targetFrom: number,
  ): number
}
