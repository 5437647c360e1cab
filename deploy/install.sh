#!/usr/bin/env bash
# Installs the product on Debian 12 or 13, or brings an installation up to date: see docs/operating.md.
#
#   bash /opt/aftersales/deploy/install.sh NAME [NAME…]
#
# NAME is the host name or IP address that people type; later runs need none. What is done already is left
# alone, and so is whatever is yours: /etc/aftersales, the database, the files.
set -euo pipefail

code=/opt/aftersales
settings=/etc/aftersales/env
tls=/etc/aftersales/tls
files=/var/lib/aftersales/media
backups=/var/backups/aftersales
python=$code/.venv/bin/python

stop() {
  echo "$*" >&2
  exit 1
}

step() {
  echo "→ $*"
}

as() {
  runuser -u "$1" -- "${@:2}"
}

has_local_database() {
  grep --quiet '^DATABASE_URL=postgres:///aftersales$' $settings
}

cd "$(dirname "$0")/.."
[ "$PWD" = $code ] || stop "The project belongs at $code, and is at $PWD."
[ "$(id -u)" = 0 ] || stop "Run this as root."
[ -e $settings ] || [ $# -gt 0 ] || stop "Say under which name people will reach it: bash $0 aftersales.factory.example"
umask 022

packages=(postgresql nginx openssl ca-certificates logrotate)
installed=$(dpkg-query --show --showformat='${db:Status-Status} ' "${packages[@]}" 2> /dev/null || true)
if [ "$installed" != "installed installed installed installed installed " ]; then
  step "packages ${packages[*]}"
  apt-get update
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${packages[@]}"
fi

step "libraries, fonts and Python packages"
python3 dev.py setup
chmod -R a+rX $code  # whatever root's umask was when the files came

step "user and folders"
id aftersales > /dev/null 2>&1 || useradd --system --user-group --no-create-home --home-dir /var/lib/aftersales --shell /usr/sbin/nologin aftersales
install -d -m 0750 -o root -g aftersales /etc/aftersales
install -d -m 0750 -o aftersales -g aftersales /var/lib/aftersales $files $backups
install -m 0755 deploy/aftersales /usr/local/sbin/aftersales

if [ ! -e $settings ]; then
  step "settings $settings"
  install -m 0640 -o root -g aftersales /dev/null $settings
  names=$*
  cat > $settings <<SETTINGS
SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')
DATABASE_URL=postgres:///aftersales
MEDIA_ROOT=$files
ALLOWED_HOSTS=${names// /,}
SITE_URL=https://$1
BEHIND_PROXY=1
SETTINGS
fi
ln -sfn $settings .env

if [ ! -e $tls/key.pem ]; then
  step "certificate $tls/cert.pem, signed by itself"
  install -d -m 0700 $tls
  names=$(sed -n 's/^ALLOWED_HOSTS=//p' $settings)
  alternatives=
  for name in ${names//,/ }; do
    case $name in
      *[!0-9.]*) alternatives+=",DNS:$name" ;;
      *) alternatives+=",IP:$name" ;;
    esac
  done
  openssl req -x509 -newkey rsa:2048 -nodes -days 820 -subj "/CN=${names%%,*}" -addext "subjectAltName=${alternatives#,}" \
    -addext extendedKeyUsage=serverAuth -keyout $tls/key.pem -out $tls/cert.pem 2> /dev/null
fi

if has_local_database; then
  step "database"
  systemctl start postgresql
  if [ -z "$(as postgres psql -tAc "SELECT 1 FROM pg_roles WHERE rolname = 'aftersales'")" ]; then
    as postgres createuser aftersales
  fi
  if [ -z "$(as postgres psql -tAc "SELECT 1 FROM pg_database WHERE datname = 'aftersales'")" ]; then
    as postgres createdb --owner aftersales --template template0 --encoding UTF8 --locale C.UTF-8 aftersales
  fi
fi

step "tables and static files"
systemctl stop aftersales.target 2> /dev/null || true
aftersales migrate --no-input
aftersales tasks --rebuild > /dev/null
aftersales catalogue > /dev/null
$python manage.py collectstatic --no-input --clear --verbosity 0
$python -m compileall -q -j 0 $code > /dev/null || true  # the services may not write here

step "services"
cp -r deploy/systemd/. /etc/systemd/system/
systemctl daemon-reload
systemctl enable --quiet aftersales.target
systemctl start aftersales.target

step "nginx"
site=/etc/nginx/sites-available/aftersales.conf
[ -e $site ] || cp deploy/nginx/aftersales.conf $site
ln -sfn $site /etc/nginx/sites-enabled/aftersales.conf
rm -f /etc/nginx/sites-enabled/default
nginx -t -q
systemctl enable --quiet --now nginx
systemctl reload nginx

step "is it well?"
python3 -c 'import urllib.request as web; print(web.urlopen("http://127.0.0.1:8000/healthy/").read().decode())' \
  || stop "It does not answer: see journalctl -u aftersales-web"
echo "$(grep '^SITE_URL=' $settings | cut -d= -f2-) is there."
