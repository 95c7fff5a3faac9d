/** The script and the style of the page, bundled by the build, and their hashes for its policy. */
declare module "advisor:page" {
  export const script: string;
  export const scriptHash: string;
  export const style: string;
  export const styleHash: string;
}
