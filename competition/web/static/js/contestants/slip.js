// The QR code of an admission slip carries the access code after the "#", which no server and no
// log ever sees. It is put into its field and taken out of the address; signing in stays a deed.
const code = new URLSearchParams(location.hash.slice(1)).get("code");
if (code) {
  document.querySelector("#code").value = code;
  history.replaceState(null, "", location.pathname + location.search);
  document.querySelector("main form .button-primary").focus();
}
