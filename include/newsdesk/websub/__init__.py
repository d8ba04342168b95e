"""WebSub (W3C Recommendation of 23 January 2018), the subscriber's side, as far as it needs no network and no clock.

Does not send, receive or store anything: bytes and times come in, decisions go out.
"""
