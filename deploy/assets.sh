#!/usr/bin/env bash
# Page parts and fonts from npm, copied into folders that git ignores and the wheel includes.
set -euo pipefail
cd "$(dirname "$0")/.."
vendor=competition/web/static/vendor
fonts=certificates/fonts

for folder in node_modules "$vendor" "$fonts"; do
  [ ! -L "$folder" ] || { echo "$folder is a link; remove it and run the command again." >&2; exit 2; }
done

npm ci --ignore-scripts --loglevel=error >/dev/null || {
  echo "The page parts could not be fetched. Is the registry that npm is set up for within reach? Then run the command again." >&2
  exit 2
}
rm -rf "$vendor" "$fonts"
mkdir -p "$vendor/icons" "$vendor/licences" "$fonts"
cp node_modules/bootstrap/dist/css/bootstrap.min.css node_modules/bootstrap/dist/js/bootstrap.bundle.min.js "$vendor/"
cp node_modules/htmx.org/dist/htmx.min.js node_modules/echarts/dist/echarts.min.js "$vendor/"
cp node_modules/idb/build/index.js "$vendor/idb.js"
cp node_modules/bootstrap-icons/icons/*.svg "$vendor/icons/"
cp node_modules/@expo-google-fonts/noto-serif-sc/{400Regular,700Bold}/*.ttf node_modules/@expo-google-fonts/noto-serif-sc/LICENSE_FONT "$fonts/"
for part in bootstrap bootstrap-icons echarts htmx.org idb; do
  cp "node_modules/$part/LICENSE" "$vendor/licences/$part.txt"
done
cp node_modules/echarts/NOTICE "$vendor/licences/echarts-notice.txt"
# The fingerprint by which deploy/setup.sh knows that nothing is to be done.
cat package.json package-lock.json deploy/assets.sh | sha256sum | cut -c1-20 >node_modules/.assets-made
