declare module "attacca.wasm?url" {
  const url: string;
  export default url;
}
