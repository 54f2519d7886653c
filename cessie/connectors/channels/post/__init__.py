"""Letters laid in a folder, from which the house's own machine or a print partner takes them."""

from cessie.connectors.channels.post.folder import PostFolder

CHANNEL = PostFolder
