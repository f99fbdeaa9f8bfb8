"""An independent client: the whole loop of a question, written from docs/ alone and in another language.

    /usr/bin/python3 loop.py URL API_TOKEN

Prints a line for each step that was seen to happen; exits 1 where one is not.
"""
import json
import secrets
import sys
import threading
import urllib.request

import socketio

WITHIN_SECONDS = 15
ANSWER_SECONDS = 5
URL, TOKEN = sys.argv[1:3]
changed = threading.Condition()


class Screen:
    """One namespace of the protocol: keeps its view by the rules of docs/protocol.md, part 3."""

    def __init__(self, name, auth):
        self.namespace = f"/{name}"
        self.view = None
        self.welcome = None
        self.mine = {"questions": {}, "upvotes": {}}
        self.socket = socketio.Client()
        for event in ("welcome", "view", "patch", "mine"):
            self.socket.on(event, self._heard(event), namespace=self.namespace)
        self.socket.connect(URL, auth=auth, namespaces=[self.namespace], transports=["websocket"])
        wait(f"{name} has its view", lambda: self.view)

    def command(self, type, **fields):
        """Repeats the command until it is answered for good."""
        while True:
            try:
                outcome = self.socket.call(
                    "command", {"type": type, **fields}, namespace=self.namespace, timeout=ANSWER_SECONDS
                )
            except socketio.exceptions.TimeoutError:
                continue
            if outcome["ok"] or outcome["code"] not in ("tooMany", "unavailable", "unknown"):
                return outcome
            self.socket.sleep(outcome.get("retryAfterMs", 1000) / 1000)

    def accepted(self, type, **fields):
        outcome = self.command(type, **fields)
        assert outcome["ok"], f"{type} was refused: {outcome}"
        return outcome["seq"]

    def _heard(self, event):
        def hear(payload):
            with changed:
                getattr(self, f"_on_{event}")(payload)
                changed.notify_all()

        return hear

    def _on_welcome(self, welcome):
        self.welcome = welcome

    def _on_view(self, view):
        self.view = view

    def _on_mine(self, mine):
        if mine.get("reset"):
            self.mine = {"questions": {}, "upvotes": {}}
        for part in ("questions", "upvotes"):
            self.mine[part].update(mine.get(part, {}))

    def _on_patch(self, patch):
        if patch["seq"] < self.view["seq"]:
            return
        if patch["from"] > self.view["seq"]:
            self.socket.emit("command", {"type": "resync"}, namespace=self.namespace)
            return
        for part in ("seq", "onAir", "debate", "order", "present"):
            if part in patch:
                self.view[part] = patch[part]
        questions = self.view["questions"]
        questions.update(patch.get("rows", {}))
        for id, votes in patch.get("tallies", {}).items():
            if id in questions:
                questions[id]["votes"] = votes
        for id in patch.get("gone", []):
            questions.pop(id, None)


def wait(what, is_so):
    with changed:
        assert changed.wait_for(is_so, WITHIN_SECONDS), f"never seen: {what}"
    print(what)


def create_debate():
    request = urllib.request.Request(
        f"{URL}/api/debates",
        data=json.dumps({"title": "Who builds our town?", "languages": ["sq", "sr-Latn", "en"]}).encode(),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 201
        return json.load(answer)


def key_of(link):
    return link.split("#")[1]


def on_air(screen):
    return screen.view["onAir"] and screen.view["onAir"]["text"]


def main():
    debate = create_debate()
    links = debate["links"]
    arta = Screen("audience", {"debate": debate["code"], "language": "sq"})
    marko = Screen("audience", {"debate": debate["code"], "language": "sr-Latn"})
    desk = Screen("moderator", {"debate": debate["id"], "key": key_of(links["moderator"])})
    overlay = Screen("overlay", {"debate": debate["id"], "key": key_of(links["overlay"])})

    id, text = secrets.token_hex(16), "Kur do të hapet ura për të gjithë?"
    seq = arta.accepted("askQuestion", id=id, text=f"  {text}\n")
    again = arta.accepted("askQuestion", id=id, text=text)
    assert again >= seq
    wait("its author sees it wait", lambda: arta.mine["questions"].get(id, {}).get("status") == "waiting")
    wait("the moderator sees it", lambda: desk.view["questions"].get(id, {}).get("text") == text)
    assert id not in marko.view["questions"]
    assert marko.command("upvote", questionId=id, up=True)["code"] == "questionNotApproved"

    desk.accepted("approve", questionId=id)
    wait("everybody sees it", lambda: id in marko.view["questions"] and id in arta.view["questions"])
    assert marko.view["questions"][id]["language"] == "sq"
    for up in (True, True, False, True):
        marko.accepted("upvote", questionId=id, up=up)
    arta.accepted("upvote", questionId=id, up=True)
    wait("both upvotes count", lambda: marko.view["questions"][id]["votes"] == 2)

    back = Screen("audience", {"debate": debate["code"], "token": marko.welcome["token"]})
    wait("who comes back has their upvote", lambda: back.mine["upvotes"].get(id) is True)

    assert on_air(overlay) is None
    desk.accepted("take", questionId=id, expected=None)
    wait("the overlay shows it", lambda: on_air(overlay) == text)
    wait("the phones show it", lambda: on_air(marko) == text)
    late = desk.command("clear", expected=None)
    assert late["code"] == "airChanged" and late["onAir"] == id, late
    desk.accepted("clear", expected=id)
    wait("it is off the overlay", lambda: on_air(overlay) is None)
    wait("it is off the phones", lambda: on_air(marko) is None)

    for screen in (arta, marko, back, desk, overlay):
        screen.socket.disconnect()
    print("the loop is closed")


main()
